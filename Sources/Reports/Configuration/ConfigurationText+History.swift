import Canvas
import Configuration

extension ConfigurationText {
  /// The table of `config history`, in the order of the records: what changed, who did it and from where, and why.
  package func history(_ records: [AuditRecord]) -> String {
    guard !records.isEmpty else { return "no changes are recorded\n" }
    var table = TextTable(columns: [
      .figures("NUMBER"), .words("TIME (UTC)"), .words("WHO"), .words("FIELD"), .words("CHANGE"),
    ])
    for record in records {
      table.rows.append(
        TextTable.Row(
          cells: [
            cell(String(record.number)), cell(Self.second(record.time), .dim), name(record.actor.user, width: 10, nil),
            cell("\(record.wrapper).\(record.field)", .accent), cell(record.changeInWords),
          ], notes: [cell(note(record), .dim)]))
    }
    return table.text(rendering)
  }

  /// A change in one line, as `config set` tells it once it is written: `bot.daily_budget: 3 -> 5`.
  package func change(
    _ wrapper: String, _ field: String, from old: FieldValue?, to new: FieldValue?
  ) -> String {
    rendering.safe("\(wrapper).\(field): \(FieldValue.change(from: old, to: new))").string
  }

  private func note(_ record: AuditRecord) -> String {
    var parts = ["from \(record.actor.from)"]
    if record.action != .change { parts.insert(record.action.words, at: 0) }
    if let number = record.takesBack { parts.insert("takes back \(number)", at: 0) }
    if !record.reason.isEmpty { parts.append(record.reason) }
    return "        " + parts.joined(separator: "; ")
  }

  // Of `2026-01-02T03:04:05.000000Z` what people read; a time in another form as it is.
  private static func second(_ time: String) -> String {
    guard time.utf8.count == 27, time.hasSuffix("Z") else { return time }
    return String(time.prefix(19).replacing("T", with: " "))
  }
}

extension FieldValue {
  /// Two values of a field with an arrow between them, harmless to show; `not set` for none.
  fileprivate static func change(from old: FieldValue?, to new: FieldValue?) -> String {
    "\(old?.shown ?? "not set") -> \(new?.shown ?? "not set")"
  }
}

extension AuditRecord {
  /// From what to what; empty for an access to a credential.
  fileprivate var changeInWords: String {
    old == nil && new == nil ? action.words : FieldValue.change(from: old, to: new)
  }
}

extension AuditAction {
  fileprivate var words: String { rawValue.replacing("_", with: " ") }
}
