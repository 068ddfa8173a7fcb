import Foundation

/// A folder of a test's own, for the user alone, with files that programs follow; it goes with the last reference.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// Why a file could not be made or changed.
  package struct Failure: Error {
    package let call: String
    package let reason: String

    fileprivate init(_ call: String) {
      self.call = call
      reason = String(cString: strerror(errno))
    }
  }

  package init() throws {
    var template = Array(("/tmp/wraptop-test-" + String(repeating: "X", count: 6)).utf8CString)
    guard let made = mkdtemp(&template) else { throw Failure("mkdtemp") }
    path = String(cString: made)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The full path of a name.
  package func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  /// Whether something has that name.
  package func has(_ name: String) -> Bool {
    var about = stat()
    return lstat(self(name), &about) == 0
  }

  /// Everything in the folder and below it, as paths from here, sorted.
  package var contents: [String] { (FileManager.default.subpaths(atPath: path) ?? []).sorted() }

  /// Makes a folder in this one, with exactly that mode.
  package func makeFolder(_ name: String, mode: mode_t = 0o700) throws {
    guard mkdir(self(name), mode) == 0, chmod(self(name), mode) == 0 else { throw Failure("mkdir") }
  }

  /// Writes bytes at the end of a file, which is made if it is not there.
  package func append(bytes: [UInt8], to name: String) throws {
    let file = open(self(name), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Failure("open") }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure("write") }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes text at the end of a file, which is made if it is not there.
  package func append(_ text: String, to name: String) throws { try append(bytes: Array(text.utf8), to: name) }

  /// Gives a file another name, as rotation does.
  package func rename(_ name: String, to other: String) throws {
    guard Foundation.rename(self(name), self(other)) == 0 else { throw Failure("rename") }
  }

  /// Empties a file.
  package func empty(_ name: String) throws {
    guard truncate(self(name), 0) == 0 else { throw Failure("truncate") }
  }
}
