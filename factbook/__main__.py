"""``python -m factbook``: the command line, where the scripts' folder is not on the path."""

from factbook.cli import main

if __name__ == "__main__":
    main()
