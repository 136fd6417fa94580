"""`newsbook site`: the workbook as a folder of files that runs in a browser, with nothing installed.

Of a checkout only, like `newsbook release`: none of this is in the wheel.
"""

from newsbook.site.making import Site, make_site

__all__ = ["Site", "make_site"]
