"""The inbox as the catalogue shows it: every file that was taken, and every row that was refused."""
