import Glibc
import SystemFiles
import TestSupport
import Testing

/// Locks that say who has a file.
@Suite struct FileLockTests {
  @Test func aFileIsGivenUpThoughAChildStillHasTheDescriptor() throws {
    let folder = try TemporaryFolder()
    let path = folder("lock")
    try folder.append("", to: "lock")
    let first = try Descriptor(opening: path, O_RDWR)
    let isOurs = try first.own()
    #expect(isOurs)
    // As a child has it between fork and exec.
    let copy = dup(first.number)
    defer { close(copy) }
    let second = try Descriptor(opening: path, O_RDWR)
    var isTheirs = try second.own()
    #expect(!isTheirs)
    let isOwned = second.isOwned
    #expect(isOwned)
    first.disown()
    isTheirs = try second.own()
    #expect(isTheirs)
  }
}
