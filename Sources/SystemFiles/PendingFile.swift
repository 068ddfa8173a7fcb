import CLinux
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

/// Another program in the place of this process: same process id, same parent, so that signals and the exit status are its own.
package enum Replacement {
  /// Why the program could not be run.
  package enum Failure: Error, Equatable {
    /// No file of that name is there, or on the search path.
    case notFound
    /// The system's reason.
    case cannotRun(SystemError)
  }

  /// Runs a program in the place of this process; only descriptors 0 to 2 stay open.
  ///
  /// - Parameters:
  ///   - arguments: its name, or its path if there is a slash in it, and what it is given.
  ///   - environment: all of it, by name. `PATH` in it says where a name is looked for.
  /// - Returns: never, unless it cannot be run; then everything is as it was.
  package static func run(_ arguments: [String], environment: [String: String]) -> Failure {
    guard let name = arguments.first, !name.isEmpty else { return .notFound }
    if let code = closeOthersOnExec() { return .cannotRun(SystemError(code: code)) }
    let argv = CStrings(arguments)
    let envp = CStrings(environment.map { "\($0.key)=\($0.value)" })
    var found = ENOENT
    for path in candidates(name, environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin") {
      execve(path, argv.pointers, envp.pointers)
      // What is there but cannot be run is worth more than what is not there.
      if errno != ENOENT && errno != ENOTDIR { found = errno }
    }
    return found == ENOENT ? .notFound : .cannotRun(SystemError(code: found))
  }

  private static func candidates(_ name: String, _ path: String) -> [String] {
    guard !name.contains("/") else { return [name] }
    return path.split(separator: ":", omittingEmptySubsequences: false).map {
      $0.isEmpty ? "./\(name)" : "\($0)/\(name)"
    }
  }

  // An errno; nil if that was done.
  private static func closeOthersOnExec() -> Int32? {
    guard cl_close_on_exec_from(3) != 0 else { return nil }
    do throws(SystemError) {
      var entries = try FolderEntries(of: "/proc/self/fd")
      for name in entries.all() {
        guard let number = Int32(name), number > 2 else { continue }
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
      }
      return nil
    } catch {
      return error.code
    }
  }
}

/// Texts as C wants them, for as long as this lives.
private final class CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ texts: [String]) {
    count = texts.count
    pointers = .allocate(capacity: count + 1)
    for (index, text) in texts.enumerated() { (pointers + index).initialize(to: strdup(text)) }
    (pointers + count).initialize(to: nil)
  }

  deinit {
    for index in 0..<count { free(pointers[index]) }
    pointers.deallocate()
  }
}
