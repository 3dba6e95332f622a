"""A check as one file that can be handed on and proved: a BagIt bag with an RO-Crate in it, as a zip."""
