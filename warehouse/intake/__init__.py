"""From a file in the inbox to raw data: waiting, taking, quarantine, ledger. A kill in between is mended."""
