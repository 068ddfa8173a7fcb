import Glibc

/// A new file under a temporary name, which gets its name once it is whole. It is removed if it goes before that.
package struct PendingFile: ~Copyable {
  private let name: String
  private let folder: Int32
  private let file: Descriptor
  private var isPending = true

  /// Makes the file.
  ///
  /// - Parameters:
  ///   - name: its temporary name, which nothing may have.
  ///   - folder: the descriptor of the folder in which a relative name begins; has to stay open.
  package init(named name: String, in folder: Int32 = AT_FDCWD, mode: mode_t = 0o600) throws(SystemError) {
    file = try Descriptor(opening: name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode, in: folder)
    self.name = name
    self.folder = folder
  }

  deinit { if isPending { unlinkat(folder, name, 0) } }

  /// Writes all it is to hold, and puts that where it survives a power cut: otherwise one could leave the name with nothing
  /// behind it.
  package borrowing func write(_ bytes: [UInt8]) throws(SystemError) { try file.writeDurably(bytes) }

  /// Gives the file its name, in the place of what has it.
  package mutating func replace(_ target: String) throws(SystemError) {
    guard renameat(folder, name, folder, target) == 0 else { throw .last }
    isPending = false
  }
}
