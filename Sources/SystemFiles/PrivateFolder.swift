import Glibc

/// Folders that wraptop makes for its own files: for the user alone.
package enum PrivateFolder {
  /// A folder that cannot be made, and why.
  package struct Failure: Error, Equatable {
    package let path: String
    package let reason: SystemError
  }

  /// Makes the folder at `path`, and those above it that are missing, with mode 0700.
  package static func make(_ path: String) throws(Failure) {
    var status = stat()
    guard stat(path, &status) != 0 else { return }
    guard errno == ENOENT else { throw Failure(path: path, reason: .last) }
    let parent = FilePath(path).folder
    if parent != path { try make(parent) }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Failure(path: path, reason: .last) }
    // So that the folder, too, survives a power cut; if not, nothing is lost that was there before.
    try? Descriptor(folder: parent).sync()
  }
}
