"""The asset `inbox/rejections`: why rows did not land. The takers of files write it, not this asset."""

import dagster as dg

from assets.inbox.files import TAKERS
from assets.taking import KINDS, OWNERS, described
from warehouse.intake import ledger
from warehouse.resources import Warehouse


@dg.asset(key_prefix="inbox", group_name="inbox", owners=OWNERS, kinds=KINDS, deps=TAKERS)
def rejections(warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per row that was refused or landed with a remark: file, line, field and reason, no value.

    The rows themselves are in quarantine/. A rerun only counts and shows it again.
    """
    return dg.MaterializeResult(metadata=described(warehouse.home, ledger.SOURCE, ledger.REJECTIONS))
