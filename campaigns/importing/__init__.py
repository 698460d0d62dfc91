"""Requests from an Excel file: `workbook` opens it safely, `cells` reads single values, `rows`
makes requests of them or says what is wrong, `template` makes the file to be filled in."""
