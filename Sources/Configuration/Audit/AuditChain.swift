/// Something in the audit trail that is not as it was written.
package struct AuditFault: Sendable, Equatable, CustomStringConvertible {
  /// The line where it shows.
  package var place: SourceLocation
  package var kind: Kind
  /// What it means.
  package var meaning: String

  package enum Kind: String, Sendable, Codable {
    /// A line that is no record.
    case noRecord = "no_record"
    /// What is behind the last line feed: it was cut off, or a crash kept it from being written.
    case unfinished
    /// Numbers are missing.
    case gap
    /// A number that was there before.
    case outOfOrder = "out_of_order"
    /// A line that does not have the hash that the next one carries.
    case edited
    /// The trail ends before the end that is known from elsewhere.
    case cut
    /// The line has another hash than is known from elsewhere.
    case otherEnd = "other_end"
  }

  package init(_ place: SourceLocation, _ kind: Kind, _ meaning: String) {
    self.place = place
    self.kind = kind
    self.meaning = meaning
  }

  /// What to do.
  package var advice: String {
    switch kind {
    case .noRecord, .gap, .outOfOrder, .edited, .otherEnd:
      "compare it with a copy or a backup, and ask who can write the file"
    case .cut: "compare it with a copy or a backup, and look for the missing records in the log"
    case .unfinished: "if wraptop or the machine crashed, one record is lost; else ask who can write the file"
    }
  }

  /// One line: where, what it means and what to do.
  package var description: String { "\(place): \(meaning); \(advice)" }
}

/// Looks through an audit trail, line by line, for what is not as it was written (article Configuration, Changes).
///
/// A line that was edited, taken out, put in or moved breaks the chain of hashes behind it. That the last line was
/// edited, or that lines are missing at the end, only shows where the end of the trail is known from elsewhere.
///
///     var chain = AuditChain(file: "audit.jsonl", heads: [fromStore, fromLog])
///     chain.feed(record, hash: hash)  // each line
///     chain.finish()                  // all that is wrong
package struct AuditChain: Sendable {
  private let file: String
  // What lines are known to be from elsewhere, by their number: hashes; several are several claims.
  private var heads: [Int: Set<String>] = [:]
  private let highestHead: Int
  private var line = 0
  private var end = AuditHead.start
  // Lines since the last record that are none.
  private var unreadable = 0
  private var faults: [AuditFault] = []
  private var faultCount = 0

  /// The most faults that are told one by one.
  package static let faultLimit = 1000

  /// - Parameters:
  ///   - file: the path of the trail.
  ///   - heads: ends that it once had, as they are known from elsewhere.
  package init(file: String, heads: [AuditHead]) {
    self.file = file
    for head in heads where head.number > 0 { self.heads[head.number, default: []].insert(head.hash) }
    highestHead = heads.lazy.map(\.number).max() ?? 0
  }

  /// Takes the next line.
  ///
  /// - Parameters:
  ///   - record: what it says; nil if it is no record.
  ///   - hash: of its bytes without the line feed.
  ///   - isEnded: a line feed follows.
  package mutating func feed(_ record: AuditRecord?, hash: String, isEnded: Bool = true) {
    line += 1
    if !isEnded { tell(.unfinished, "no line feed ends it: the rest was cut off, or never written") }
    guard let record else {
      unreadable += 1
      if isEnded { tell(.noRecord, "is no record: it was edited or damaged, or a crash left it unfinished") }
      return
    }
    checkOrder(record)
    if let known = heads.removeValue(forKey: record.number), !known.contains(hash) || known.count > 1 {
      tell(.otherEnd, "record \(record.number) has another hash than the store or the log knows: it was edited")
    }
    end = AuditHead(number: record.number, hash: hash)
    unreadable = 0
  }

  private mutating func checkOrder(_ record: AuditRecord) {
    let next = end.number + 1
    if record.number < next {
      tell(.outOfOrder, "record \(record.number) comes after record \(end.number): it was moved, or put in")
    } else if record.number == next {
      guard record.previous != end.hash else { return }
      let meaning =
        end.number == 0
        ? "record 1 follows on another one: the beginning was replaced"
        : "record \(next) carries another hash of record \(end.number) than it has: record \(end.number) was edited"
      tell(.edited, meaning)
    } else if record.number > next + unreadable {
      // Lines that are no records were told of already; each may have been one.
      let last = record.number - 1
      let missing = last == next ? "record \(next) is" : "records \(next) to \(last) are"
      tell(.gap, "\(missing) missing before record \(record.number): lines were taken out")
    }
  }

  /// Everything that is wrong, in the order of the lines; empty if the trail is as it was written.
  package mutating func finish() -> [AuditFault] {
    if highestHead > end.number {
      tell(
        .cut,
        "ends at record \(end.number), but the store or the log knows of record \(highestHead): the end was cut off")
    } else if let number = heads.keys.filter({ $0 <= end.number }).min() {
      tell(.gap, "record \(number) is missing, which the store or the log knows")
    }
    if faultCount > faults.count {
      let more = faultCount - faults.count
      faults.append(
        AuditFault(SourceLocation(file: file, line: line), .noRecord, "\(more) more faults are not told one by one"))
    }
    return faults
  }

  private mutating func tell(_ kind: AuditFault.Kind, _ meaning: String) {
    faultCount += 1
    guard faults.count < Self.faultLimit else { return }
    faults.append(AuditFault(SourceLocation(file: file, line: max(1, line)), kind, meaning))
  }
}
