"""How a newsroom's reports look: its colour, logo and fonts, as data that can become nothing else."""
