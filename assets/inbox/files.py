"""The asset `inbox/files`: the ledger of the inbox in the catalogue. Takers of files write it."""

import dagster as dg

from assets.inbox.kinds import ALL_KINDS
from assets.taking import KINDS, OWNERS, described
from warehouse.intake import ledger
from warehouse.intake.inbox import unmatched
from warehouse.profiling import markdown
from warehouse.resources import Warehouse

TAKERS = [dg.AssetKey([kind.source, kind.stream]) for kind in ALL_KINDS]


@dg.asset(key_prefix="inbox", group_name="inbox", owners=OWNERS, kinds=KINDS, deps=TAKERS)
def files(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per file that was taken from the inbox, with what became of it. A rerun only shows it again.

    Files that nobody reads are named in the log and in the metadata.
    """
    home = warehouse.home
    left = [
        (path.relative_to(home.inbox), reason)
        for path, reason in unmatched(home, warehouse.configuration(), ALL_KINDS)
    ]
    for path, reason in left:
        context.log.warning(f"inbox/{path}: {reason}")
    shown = markdown(["file", "reason"], left) if left else "none"
    return dg.MaterializeResult(
        metadata={
            **described(home, ledger.SOURCE, ledger.FILES),
            "files_that_nobody_reads": len(left),
            "why_not": dg.MetadataValue.md(shown),
        }
    )
