import Canvas
import Configuration
import Events
import Reports

/// Entries of the credential store as text and as JSON.
struct CredentialList {
  let entries: [CredentialEntry]
  let now: Timestamp

  /// An aligned table with its head.
  var lines: [String] {
    let head = ["NAME", "CREATED", "LAST ACCESSED", "EXPIRES", "ROTATION DUE", "PREVIOUS", "TAGS", "DESCRIPTION"]
    let rows = [head] + entries.map(cells)
    let widths = head.indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += cell + String(repeating: " ", count: width - DisplayWidth.of(cell) + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private func cells(_ entry: CredentialEntry) -> [String] {
    let expires = entry.details.expires.map { day($0) + (entry.isExpired(at: now.seconds) ? " EXPIRED" : "") }
    return [
      ShownText.path(entry.name.description), day(entry.created), entry.lastAccessed.map(minute) ?? "never",
      expires ?? "-", day(entry.rotationDue) + (entry.isOverdue(at: now.seconds) ? " OVERDUE" : ""),
      entry.hasPrevious ? "kept" : "-",
      entry.details.tags.isEmpty ? "-" : entry.details.tags.map(ShownText.path).joined(separator: ","),
      ShownText.path(entry.details.description),
    ]
  }

  private func day(_ seconds: Int64) -> String { String("\(Timestamp(seconds: seconds))".prefix(10)) }

  private func minute(_ seconds: Int64) -> String {
    "\(Timestamp(seconds: seconds))".prefix(16).replacing("T", with: " ") + "Z"
  }

  /// One document with a line feed; its keys are stable.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { document in
      document.field("schema", 1)
      document.field("at", now)
      document.arrayField("credentials") { list in
        for entry in entries { list.object { write(entry, to: &$0) } }
      }
    }
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  private func write(_ entry: CredentialEntry, to object: inout JSONWriter) {
    object.field("service", entry.name.service)
    object.field("key", entry.name.key)
    object.field("created", Timestamp(seconds: entry.created))
    object.field("changed", Timestamp(seconds: entry.changed))
    object.field("last_accessed", entry.lastAccessed.map { Timestamp(seconds: $0) })
    object.field("expires", entry.details.expires.map { Timestamp(seconds: $0) })
    object.field("is_expired", entry.isExpired(at: now.seconds))
    object.field("rotation_due", Timestamp(seconds: entry.rotationDue))
    object.field("is_rotation_overdue", entry.isOverdue(at: now.seconds))
    object.field("has_previous", entry.hasPrevious)
    object.field("description", entry.details.description)
    object.arrayField("tags") { tags in
      for tag in entry.details.tags { tags.value(tag) }
    }
  }
}
