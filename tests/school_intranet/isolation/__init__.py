"""The isolation matrix: nobody sees anything of a school that is not theirs."""
