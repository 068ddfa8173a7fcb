import Configuration
import SystemFiles

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
