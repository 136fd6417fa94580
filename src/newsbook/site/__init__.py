"""`newsbook site`: a folder of files that is the workbook in a browser, nothing installed.

Of a checkout only, like `newsbook release`: none of this is in the wheel.
"""

from newsbook.site.making import Site, make_site

__all__ = ["Site", "make_site"]
