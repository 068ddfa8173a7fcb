import Glibc
import Testing

@testable import Ingestion

/// A temporary folder with files that a test may do anything to; removed with the last reference.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/wraptop-test-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    removeAll(path)
  }

  /// The full path of a name.
  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  func append(_ text: String, to name: String) {
    let file = open(self(name), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    defer { close(file) }
    let bytes = Array(text.utf8)
    #expect(write(file, bytes, bytes.count) == bytes.count)
  }

  func read(_ name: String) -> String {
    let file = open(self(name), O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = Glibc.read(file, &bytes, bytes.count)
    return String(decoding: bytes[..<max(0, count)], as: UTF8.self)
  }

  func truncate(_ name: String, to size: Int) { #expect(Glibc.truncate(self(name), size) == 0) }
  func move(_ name: String, to other: String) { #expect(rename(self(name), self(other)) == 0) }
  func remove(_ name: String) { #expect(unlink(self(name)) == 0) }
  func makeFolder(_ name: String, mode: mode_t = 0o755) {
    #expect(mkdir(self(name), mode) == 0)
    #expect(chmod(self(name), mode) == 0)
  }
  func link(_ name: String, to target: String) { #expect(symlink(target, self(name)) == 0) }

  func status(_ name: String) -> stat? {
    var about = stat()
    return stat(self(name), &about) == 0 ? about : nil
  }
}

private func removeAll(_ path: String) {
  guard let folder = opendir(path) else { return }
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name == "." || name == ".." { continue }
    if entry.pointee.d_type == UInt8(DT_DIR) { removeAll("\(path)/\(name)") } else { unlink("\(path)/\(name)") }
  }
  closedir(folder)
  rmdir(path)
}
