import Configuration
import Foundation
import Glibc
import SystemFiles

/// The audit trail on the disk: a file of one JSON record a line, 0600, that only ever grows (article Configuration,
/// Changes).
///
/// Every record carries the hash of the line before, and the last one's, the head, is also kept elsewhere by whoever
/// appends. Several processes may append; a lock on the file keeps their records in one chain.
package struct AuditFile: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// Appends records, all with one write, and puts them where they survive a power cut. The file and its folder are
  /// made if they are missing.
  ///
  /// The chain goes on from the last whole record of the file. An unfinished line, as a crash leaves it, is ended and
  /// kept, and so is whatever else is no record: `verify` tells of it, and nothing that happened goes untold because of
  /// it. If the file ends before `head`, or says something else there, the chain goes on from `head` instead, so that
  /// what was cut or edited leaves a gap for good.
  ///
  /// - Parameters:
  ///   - time: when it happened; RFC 3339, `Z`, 6 digits.
  ///   - head: the end of the trail as far as it is known from elsewhere.
  /// - Returns: the end of the trail now.
  /// - Throws: if the file is not safe (article Security), is no audit trail, or cannot be written; nothing is appended
  /// then.
  @discardableResult
  package func append(
    _ entries: [AuditEntry], at time: String, after head: AuditHead? = nil
  ) throws(ConfigurationFileError) -> AuditHead {
    let file = try openToAppend()
    let end = try AuditEnd(of: file, path)
    var head = end.head(knowing: head)
    guard !entries.isEmpty else { return head }
    guard head.number < AuditRecord.highestNumber - entries.count else {
      throw .invalid(["\(ShownText.path(path)): its last number is made up; keep it for an inquiry, and begin another"])
    }
    var bytes: [UInt8] = end.isEnded ? [] : [UInt8(ascii: "\n")]
    for entry in entries {
      let line = Array(entry.record(after: head, at: time).line.utf8)
      guard line.count < AuditEnd.longestLine else {
        throw .invalid(["\(ShownText.path(path)): a record would be too long to be read again; shorten the reason"])
      }
      head = AuditHead(number: head.number + 1, hash: Hashing.sha256(line))
      bytes += line
      bytes.append(UInt8(ascii: "\n"))
    }
    do throws(SystemError) {
      try file.writeDurably(bytes)
    } catch {
      // Part of a record says nothing.
      ftruncate(file.number, off_t(end.size))
      throw .writing(path, error)
    }
    return head
  }

  /// The last whole record's number and hash; `start` if there is none.
  package func head() throws(ConfigurationFileError) -> AuditHead {
    guard let file = try openToRead() else { return .start }
    try file.lock(isShared: true, path)
    return try AuditEnd(of: file, path).head
  }

  // MARK: Opening

  // Locked, and still the file that is at the path.
  private func openToAppend() throws(ConfigurationFileError) -> Descriptor {
    let target = try whileWriting(path) { () throws(SystemError) in try FilePath.end(of: path) }
    try PrivateFolder.make(FilePath(target).folder, for: path)
    try GuardedFile.checkFolder(of: path, named: path)
    if target != path { try GuardedFile.checkFolder(of: target, named: path) }
    for _ in 0..<10 {
      let file = try openOrMake()
      let about = try whileReading(path) { () throws(SystemError) in try file.status() }
      guard about.isRegularFile else {
        throw .cannotCreate(path: path, reason: "is no file; name another one")
      }
      try GuardedFile.check(about, of: path, named: path)
      try GuardedFile.checkSecrecy(about, of: path)
      guard about.st_mode & 0o200 != 0 else {
        throw .unwritable(path: path, reason: "is read-only; type: chmod u+w \(ShownText.path(path))")
      }
      try file.lock(path)
      if let present = stat(of: path), FileIdentity(present) == FileIdentity(about) { return file }
    }
    throw .locked(path: path)
  }

  // Only a file that is there is reached through a link: none is made where a link leads.
  private func openOrMake() throws(ConfigurationFileError) -> Descriptor {
    let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NONBLOCK
    if let file = Descriptor(open(path, flags)) { return file }
    guard errno == ENOENT else { throw .writing(path, .last) }
    if let file = Descriptor(open(path, flags | O_CREAT | O_EXCL, 0o600)) {
      try? Descriptor(folder: FilePath(path).folder).sync()
      return file
    }
    // Another process may have made it just now.
    if errno == EEXIST, let file = Descriptor(open(path, flags)) { return file }
    throw .writing(path, errno == ENOENT ? SystemError(code: ELOOP) : .last)
  }

  /// The file, once it is found to be safe; nil if there is none.
  func openToRead() throws(ConfigurationFileError) -> Descriptor? {
    guard !FilePath.isMissing(path) else { return nil }
    let file = try GuardedFile(path: path, isSecret: true)
    guard !file.isFolder else {
      throw .unreadable(path: path, reason: "is a folder; name a file", isPermission: false)
    }
    return file.opened()
  }
}

extension AuditFile {
  /// Gives each line from the first to the last, as far as the file went when this began, to `body`, until that returns
  /// false. Costs memory for one line at a time, and keeps nobody from appending.
  package func forEachLine(_ body: (AuditLine) -> Bool) throws(ConfigurationFileError) {
    guard let file = try openToRead() else { return }
    let size = try settledSize(file)
    var rest: [UInt8] = []
    var number = 0
    var position = 0
    while position < size {
      let count = min(1 << 18, size - position)
      let block = try whileReading(path) { () throws(SystemError) in try file.bytes(at: position, count: count) }
      position += count
      var read = block[...]
      while let feed = read.firstIndex(of: UInt8(ascii: "\n")) {
        number += 1
        let part = read[..<feed]
        let line = AuditLine(rest.isEmpty ? part : (rest + part)[...], number: number, isEnded: true)
        rest.removeAll(keepingCapacity: true)
        read = read[(feed + 1)...]
        if !body(line) { return }
      }
      rest += read
      guard rest.count <= AuditEnd.longestLine else { throw tooLong(number + 1) }
    }
    if !rest.isEmpty { _ = body(AuditLine(rest, number: number + 1, isEnded: false)) }
  }

  /// Records, newest first. Reads from the end, and no further back than it takes.
  ///
  /// - Parameters:
  ///   - wrapper: only those about it.
  ///   - field: only those about it: a whole path, such as `budget_alert_thresholds.warning`.
  ///   - limit: the most that are returned.
  package func history(
    wrapper: String? = nil, field: String? = nil, limit: Int = .max
  ) throws(ConfigurationFileError) -> [AuditRecord] {
    var records: [AuditRecord] = []
    guard limit > 0 else { return records }
    try forEachRecordFromTheEnd { record in
      if wrapper ?? record.wrapper == record.wrapper, field ?? record.field == record.field { records.append(record) }
      return records.count < limit
    }
    return records
  }

  /// The record of a number; nil if there is none.
  package func record(_ number: Int) throws(ConfigurationFileError) -> AuditRecord? {
    var found: AuditRecord?
    try forEachRecordFromTheEnd { record in
      if record.number == number { found = record }
      return record.number > number
    }
    return found
  }

  /// Everything in the file that is not as it was written, in the order of its lines; empty if it is.
  ///
  /// - Parameter heads: ends that the trail once had, from the store and from the log. Without one, an edit of the last
  ///   line and missing lines at the end do not show.
  package func verify(heads: [AuditHead]) throws(ConfigurationFileError) -> [AuditFault] {
    var chain = AuditChain(file: path, heads: heads)
    try forEachLine { line in
      chain.feed(line.record, hash: line.hash, isEnded: line.isEnded)
      return true
    }
    return chain.finish()
  }

  private func forEachRecordFromTheEnd(_ body: (AuditRecord) -> Bool) throws(ConfigurationFileError) {
    guard let file = try openToRead() else { return }
    let size = try settledSize(file)
    var lines = BackwardLines(size: size, path)
    while let line = try lines.next(file) {
      if let record = line.record, !body(record) { return }
    }
  }

  // Without a record that is being written. All before it stays as it is.
  private func settledSize(_ file: borrowing Descriptor) throws(ConfigurationFileError) -> Int {
    try file.lock(isShared: true, path)
    defer { file.unlock() }
    return Int(try whileReading(path) { () throws(SystemError) in try file.status() }.st_size)
  }

  private func tooLong(_ line: Int) -> ConfigurationFileError {
    .invalid(["\(SourceLocation(file: path, line: line)): is too long for an audit trail; move it away"])
  }
}

/// A line of an audit file.
package struct AuditLine: Sendable {
  /// From 1; 0 where lines are read from the end and the number is not known.
  package var number: Int
  /// Its SHA-256, without line feed, as 64 hexadecimal digits in lower case.
  package var hash: String
  /// What it says; nil if it is no record.
  package var record: AuditRecord?
  /// False for what is behind the last line feed.
  package var isEnded: Bool

  init(_ bytes: some RandomAccessCollection<UInt8>, number: Int, isEnded: Bool) {
    let bytes = Array(bytes)
    self.number = number
    self.isEnded = isEnded
    hash = Hashing.sha256(bytes)
    record = Self.record(bytes)
  }

  /// The record that a line is; nil if it is none.
  static func record(_ bytes: [UInt8]) -> AuditRecord? {
    guard let record = try? JSONDecoder().decode(AuditRecord.self, from: Data(bytes)), record.isPlausible else {
      return nil
    }
    return record
  }
}

/// How an audit file ends: where the next record follows on.
struct AuditEnd {
  /// The last whole record's number and hash; `start` if there is none.
  let head: AuditHead
  /// True if a line feed is at the end, or nothing is in the file.
  let isEnded: Bool
  /// In bytes.
  let size: Int

  /// The most bytes that a line may have. The longest that a form can make is far shorter.
  static let longestLine = 16 << 20

  /// Reads from the end as far as the last record.
  ///
  /// - Throws: if there is something in the file, but no record.
  init(of file: borrowing Descriptor, _ path: String) throws(ConfigurationFileError) {
    size = Int(try whileReading(path) { () throws(SystemError) in try file.status() }.st_size)
    var lines = BackwardLines(size: size, path)
    var last: AuditLine?
    var isEnded = true
    while let line = try lines.next(file) {
      if last == nil { isEnded = line.isEnded }
      last = line
      if let record = line.record {
        self.isEnded = isEnded
        head = AuditHead(number: record.number, hash: line.hash)
        return
      }
    }
    guard last == nil else {
      throw .invalid([
        "\(ShownText.path(path)): holds something, but no record of an audit trail; move it away, or name another file"
      ])
    }
    self.isEnded = true
    head = .start
  }

  /// Where the chain goes on: at the end of the file, unless it is known to have ended otherwise.
  func head(knowing known: AuditHead?) -> AuditHead {
    guard let known, known.number >= head.number else { return head }
    return known
  }
}
