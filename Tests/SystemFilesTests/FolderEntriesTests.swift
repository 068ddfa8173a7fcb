import Foundation
import SystemFiles
import TestSupport
import Testing

@Suite struct FolderEntriesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func everyNameIsToldOnceWhateverItsLength() throws {
    let names = (1...255).map { String(repeating: "n", count: $0) } + [".hidden", "with space", "žluť"]
    for name in names { try folder.append("", to: name) }
    var entries = try FolderEntries(of: folder(""))
    #expect(entries.all().sorted() == names.sorted())
  }

  @Test func anEmptyFolderHasNoNames() throws {
    try folder.makeFolder("empty")
    var entries = try FolderEntries(of: folder("empty"))
    #expect(entries.next() == nil)
  }

  @Test func bytesThatAreNoTextAreHandedOutAsTheyAre() throws {
    let path = Array(folder("").utf8) + [0x2F, 0x66, 0xFF, 0]
    let descriptor = path.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { open($0, O_CREAT | O_WRONLY, 0o600) } ?? -1
    }
    close(descriptor)
    var entries = try FolderEntries(of: folder(""))
    #expect(entries.nextBytes() == [0x66, 0xFF])
  }

  @Test func whatIsNoFolderIsRefusedWithTheReason() throws {
    try folder.append("", to: "file")
    #expect(throws: SystemError(code: ENOTDIR)) { _ = try FolderEntries(of: folder("file")).descriptor }
    #expect(throws: SystemError(code: ENOENT)) { _ = try FolderEntries(of: folder("missing")).descriptor }
  }
}
