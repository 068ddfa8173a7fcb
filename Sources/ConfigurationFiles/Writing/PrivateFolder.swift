import Glibc

/// Folders that wraptop makes for its own files: for the user alone.
enum PrivateFolder {
  /// Makes the folder at `path`, and those above it that are missing, with mode 0700.
  ///
  /// - Parameter file: for which it is, as the operator knows it.
  static func make(_ path: String, for file: String) throws(ConfigurationFileError) {
    var about = stat()
    guard stat(path, &about) != 0 else { return }
    let code = errno
    guard code == ENOENT else { throw .writing(file, code) }
    let parent = FilePath(path).folder
    if parent != path { try make(parent, for: file) }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      let code = errno
      throw .writing(file, code)
    }
    // So that the folder, too, survives a power cut; if not, nothing is lost that was there before.
    if let folder = Descriptor(open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) { _ = folder.sync() }
  }
}
