import Configuration
import Foundation
import TestSupport
import Testing

@testable import ConfigurationFiles

/// A trail that cannot be changed without a trace (article Configuration, Changes).
@Suite struct AuditFileTests {
  private let folder: TemporaryFolder
  private let file: AuditFile
  private let time = "2026-03-01T12:00:00.000000Z"

  init() throws {
    folder = try TemporaryFolder()
    file = AuditFile(path: folder("audit.jsonl"))
  }

  private func entry(_ number: Int, wrapper: String = "a", field: String = "daily_budget") -> AuditEntry {
    AuditEntry(
      actor: AuditActor(uid: 1000, user: "ann", from: "10.0.0.1"), action: .change, wrapper: wrapper, field: field,
      old: .number(Double(number) + 0.5), new: .integer(Int64(number)), layer: "runtime", reason: "r")
  }

  /// Appends that many records and returns the lines and the end.
  private func trail(_ count: Int) throws -> (lines: [[UInt8]], head: AuditHead) {
    let head = try file.append((1...count).map { entry($0) }, at: time)
    return (try bytes().split(separator: 10).map(Array.init), head)
  }

  private func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: file.path))) }

  private func put(_ bytes: [UInt8]) throws {
    try folder.empty("audit.jsonl")
    try folder.append(bytes: bytes, to: "audit.jsonl")
  }

  private func put(_ lines: [[UInt8]]) throws { try put(ended(lines)) }

  private func ended(_ lines: [[UInt8]]) -> [UInt8] { lines.reduce(into: []) { $0 += $1 + [10] } }

  private func kinds(_ heads: [AuditHead]) throws -> [AuditFault.Kind] { try file.verify(heads: heads).map(\.kind) }

  @Test func recordsAreLinesThatCarryTheHashOfTheLineBefore() throws {
    #expect(try file.head() == .start && file.history().isEmpty && file.verify(heads: []).isEmpty)
    var secret = entry(2, wrapper: "b\u{9B}\u{202E}\n")
    (secret.old, secret.new) = (.secret, Reference("${credential:b/api_key}").map { .reference($0) })
    let head = try file.append([entry(1), secret], at: time)
    let lines = try bytes().split(separator: 10).map(Array.init)
    #expect(
      String(decoding: lines[0], as: UTF8.self)
        == #"{"number":1,"time":"\#(time)","actor":{"uid":1000,"user":"ann","from":"10.0.0.1"},"action":"change","#
        + #""wrapper":"a","field":"daily_budget","old":1.5,"new":1,"layer":"runtime","reason":"r","#
        + #""previous":"0000000000000000000000000000000000000000000000000000000000000000"}"#)
    #expect(String(decoding: lines[1], as: UTF8.self).contains(#""wrapper":"b\u009b\u202e\n","#))
    #expect(head == AuditHead(number: 2, hash: Hashing.sha256(lines[1])))
    #expect(try file.head() == head)
    let records = try file.history()
    #expect(
      records == [secret.record(after: .init(number: 1, hash: Hashing.sha256(lines[0])), at: time)]
        + [entry(1).record(after: .start, at: time)])
    var about = stat()
    #expect(stat(file.path, &about) == 0 && about.st_mode & 0o777 == 0o600)
  }

  @Test func hashesAreThoseOfTheStandard() {
    #expect(Hashing.sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(Hashing.sha256(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  // MARK: What verify finds

  @Test func everyEditOfAByteIsFound() throws {
    let (lines, head) = try trail(3)
    let whole = ended(lines)
    for index in whole.indices {
      for byte in [whole[index] ^ 1, 10] where byte != whole[index] {
        var edited = whole
        edited[index] = byte
        try put(edited)
        #expect(try !file.verify(heads: [head]).isEmpty, "byte \(index) is \(byte)")
        // Without the head only an edit of the last line is not seen.
        if index < whole.count - lines[2].count - 1 {
          #expect(try !file.verify(heads: []).isEmpty, "byte \(index) is \(byte)")
        }
      }
    }
    try put(whole)
    #expect(try file.verify(heads: [head]).isEmpty)
  }

  @Test func everyCutIsFound() throws {
    let (lines, head) = try trail(3)
    let whole = ended(lines)
    for count in 0..<whole.count {
      try put(Array(whole[..<count]))
      #expect(try !file.verify(heads: [head]).isEmpty, "the first \(count) bytes are left")
      try put(Array(whole[(whole.count - count)...]))
      #expect(try !file.verify(heads: [head]).isEmpty, "the last \(count) bytes are left")
    }
    unlink(file.path)
    #expect(try kinds([head]) == [.cut])
  }

  @Test func linesTakenOutMovedOrPutInAreFound() throws {
    let (lines, head) = try trail(6)
    for index in 0..<5 {
      var rest = lines
      rest.remove(at: index)
      try put(rest)
      #expect(try kinds([]) == [.gap] && kinds([head]) == [.gap])
      rest = lines
      rest.swapAt(index, index + 1)
      try put(rest)
      #expect(try !kinds([]).isEmpty)
      rest = lines
      rest.insert(lines[index], at: index + 1)
      try put(rest)
      #expect(try kinds([]) == [.outOfOrder])
    }
    try put(Array(lines[..<5]))
    #expect(try kinds([]).isEmpty && kinds([head]) == [.cut])
    let fault = try #require(try file.verify(heads: [.start, head]).first)
    #expect(
      fault.description == "\(file.path):5: ends at record 5, but the store or the log knows of record 6: the end was "
        + "cut off; compare it with a copy or a backup, and look for the missing records in the log")
  }

  @Test func aTrailThatWasWrittenAnewIsFoundByAnOldHead() throws {
    let (_, head) = try trail(3)
    unlink(file.path)
    _ = try file.append((5...9).map { entry($0) }, at: time)
    #expect(try kinds([]).isEmpty && kinds([head]) == [.otherEnd])
  }

  // MARK: Appending to what is not whole

  @Test func anUnfinishedLineIsEndedAndToldOf() throws {
    let (lines, _) = try trail(3)
    try put(ended(Array(lines[..<2])) + Array(lines[2][..<40]))
    #expect(try kinds([]) == [.unfinished])
    #expect(try file.append([entry(4)], at: time).number == 3)
    #expect(try kinds([]) == [.noRecord])
    #expect(try file.history().map(\.number) == [3, 2, 1])
    // Only the line feed is missing: nothing is lost.
    try put(Array(ended(lines).dropLast()))
    #expect(try kinds([]) == [.unfinished])
    #expect(try file.append([entry(4)], at: time).number == 4)
    #expect(try kinds([]).isEmpty)
  }

  @Test func whatWasCutOrEditedLeavesAGapForGood() throws {
    let (lines, head) = try trail(3)
    try put(Array(lines[..<1]))
    var next = try file.append([entry(4)], at: time, after: head)
    #expect(next.number == 4)
    #expect(try kinds([next]) == [.gap])
    var edited = lines
    edited[2] = Array(String(decoding: lines[2], as: UTF8.self).replacing("ann", with: "bob").utf8)
    try put(edited)
    next = try file.append([entry(4)], at: time, after: head)
    #expect(try kinds([next]) == [.edited])
    // A head that is older than the file changes nothing.
    try put(lines)
    next = try file.append([entry(4)], at: time, after: AuditHead(number: 1, hash: head.hash))
    #expect(try next.number == 4 && kinds([next]).isEmpty)
  }

  @Test func whatIsNoTrailIsNotAppendedTo() throws {
    try folder.append("hello\n", to: "audit.jsonl")
    let error = #expect(throws: ConfigurationFileError.self) { try file.append([entry(1)], at: time) }
    #expect(error?.exitCode == 78)
    #expect(try bytes() == Array("hello\n".utf8))
  }

  @Test func unsafeFilesAndLinksToNothingAreRefused() throws {
    _ = try trail(1)
    for mode in [0o644, 0o620, 0o400] as [mode_t] {
      chmod(file.path, mode)
      let error = #expect(throws: ConfigurationFileError.self) { try file.append([entry(2)], at: time) }
      #expect(error?.exitCode == 77)
    }
    try FileManager.default.createSymbolicLink(atPath: folder("link"), withDestinationPath: "nothing")
    let error = #expect(throws: ConfigurationFileError.self) {
      try AuditFile(path: folder("link")).append([entry(1)], at: time)
    }
    #expect(error?.exitCode == 73 && !folder.has("nothing"))
  }

  // MARK: Reading

  @Test func historyIsOfOneWrapperOrField() throws {
    var entries = (1...300).map { entry($0, wrapper: $0 % 3 == 0 ? "a" : "b", field: $0 % 2 == 0 ? "x" : "y") }
    // Lines over the blocks that are read.
    entries[149].reason = String(repeating: "long ", count: 60_000)
    try file.append(entries, at: time)
    #expect(try file.history().map(\.number) == Array((1...300).reversed()))
    #expect(try file.history(wrapper: "a", limit: 3).map(\.number) == [300, 297, 294])
    #expect(try file.history(wrapper: "a", field: "y", limit: 2).map(\.number) == [297, 291])
    #expect(try file.history(wrapper: "c").isEmpty && file.history(limit: 0).isEmpty)
    #expect(try file.record(150)?.reason == entries[149].reason)
    #expect(try file.record(301) == nil && file.record(0) == nil)
    var numbers: [Int] = []
    try file.forEachLine { line in
      numbers.append(line.number)
      return line.number < 200
    }
    #expect(numbers == Array(1...200))
  }

  @Test func actorsAreToldFromSSHOrTerminal() {
    func from(_ connection: String?, _ terminal: String? = "pts/1") -> String {
      let environment = connection.map { ["SSH_CONNECTION": $0] } ?? [:]
      return AuditActor.current(environment: environment, terminal: terminal).from
    }
    #expect(from("192.0.2.7 50000 10.0.0.1 22") == "192.0.2.7")
    #expect(from("2001:db8::1 50000 ::1 22") == "2001:db8::1")
    #expect(from("fe80::1%eth0 50000 ::1 22") == "fe80::1%eth0")
    for made in ["", " ", "evil\u{1B}[2J 1 2 3", "localhost 1 2 3", "1.2.3.4%x 1", "fe80::1%\u{9B}", "::1%" + "x\n"] {
      #expect(from(made) == "pts/1")
    }
    #expect(from(nil, nil) == "local")
    let actor = AuditActor.current(environment: [:])
    #expect(actor.uid == getuid() && !actor.user.isEmpty)
  }
}
