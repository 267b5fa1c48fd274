"""What README and RESULTS.md claim about speed, as programs that anybody can run. Not used by the product."""
