// What JupyterLite's file system of the learner's files leaves undone. The kernel evaluates this once,
// with Pyodide's file system and where theirs is mounted.
//
// A question that the page cannot answer it does not answer at all, and the kernel waits for that answer
// for ever. It cannot say how large a file is that is gone; and the file system believed in files that
// were: a file that another was renamed over stayed in its table of names beside the other one, and
// outlived it there; and one that another page has deleted stays there, too.
(FS, mountpoint) => {
  const NO_SUCH_FILE = 44; // as the runtime's C library counts them
  const FAILED = 29;
  const operations = FS.lookupPath(mountpoint).node.node_ops;
  if (operations.newsbook) return;
  operations.newsbook = true;
  const { fs, getattr, rename } = operations;
  const api = fs.API;

  operations.rename = (node, folder, name) => {
    rename(node, folder, name);
    let other = FS.nameTable[FS.hashName(folder.id, name)];
    for (; other; other = other.name_next) {
      if (other !== node && other.parent === folder && other.name === name) FS.hashRemoveNode(other);
    }
  };

  operations.getattr = (given) => {
    const node = given.node ?? given; // of an open file, or of a name
    if (FS.isFile(node.mode) && !api.lookup(fs.realPath(node)).ok) {
      FS.hashRemoveNode(node);
      throw new FS.ErrnoError(NO_SUCH_FILE);
    }
    return getattr(given);
  };

  // An answer that was cut off, as by a new version of the site, must not be the end of Python.
  const { request } = api;
  api.request = (message) => {
    try {
      return request.call(api, message);
    } catch (error) {
      throw error.errno === undefined ? new FS.ErrnoError(FAILED) : error;
    }
  };
}
