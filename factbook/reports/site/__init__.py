"""A casebook as a static site: what its pages say, and how they are written whole or not at all."""
