import Configuration

/// The audit trail as one writer appends to it: who, when, and where it ended last.
final class AuditTrail {
  let actor: AuditActor
  private let file: AuditFile
  private let time: String
  private var head: AuditHead?
  private let noteHead: (AuditHead) -> Void

  /// - Parameters:
  ///   - time: when all of it happens.
  ///   - head: the end of the trail as it is known from elsewhere.
  ///   - noteHead: is told each new end.
  init(
    _ file: AuditFile, actor: AuditActor, time: String, after head: AuditHead?,
    _ noteHead: @escaping (AuditHead) -> Void
  ) {
    self.file = file
    self.actor = actor
    self.time = time
    self.head = head
    self.noteHead = noteHead
  }

  /// Makes sure that there is a trail, and that it can be appended to.
  func check() throws(ChangeWriter.Stop) {
    do {
      try file.append([], at: time, after: head)
    } catch {
      throw ChangeWriter.Stop(.failed("\(error.description); nothing is changed that cannot be audited"))
    }
  }

  /// Appends entries; the numbers of their records.
  func append(_ entries: [AuditEntry]) throws(ConfigurationFileError) -> [Int] {
    let end = try file.append(entries, at: time, after: head)
    head = end
    noteHead(end)
    return Array((end.number - entries.count + 1)...end.number)
  }
}
