import Configuration

/// What the list of fields shows of a form beyond the values themselves.
enum FormRows {
  /// The rows with a line below the value that is being edited, which is there whether something is wrong or not, so that
  /// nothing moves while one types.
  static func rows(_ rows: [InspectorRow], _ form: FormPane) -> [InspectorRow] {
    guard let editing = form.editing, let place = rows.firstIndex(where: { $0.field?.path == editing.path }),
      var field = rows[place].field
    else { return rows }
    field.findings = InspectorRow.errorsFirst(form.draft.findings(at: editing.path))
    var rows = rows
    let end = rows[(place + 1)...].firstIndex { !$0.isMessage } ?? rows.endIndex
    let note =
      if let worst = field.findings.first {
        InspectorRow.note(worst.message, worst.severity)
      } else {
        InspectorRow.note(
          [takes(field.resolved.description), was(editing.path, form.draft)].joined(separator: "; "), nil)
      }
    rows.replaceSubrange(place..<end, with: [.field(field), note])
    return rows
  }

  private static func takes(_ field: FieldDescription) -> String {
    field.isSensitive ? "takes a secret, which is never shown, or ${env:NAME}" : "takes \(field.allowedInWords)"
  }

  /// What was in force before the edits: `was $5 file`.
  static func was(_ path: FieldPath, _ draft: Draft) -> String {
    guard let field = draft.kind.field(path, of: draft.base), let first = field.candidates.first else {
      return "was not set"
    }
    return "was \(field.description.shownWithUnit(first.value)) \(first.layer.badge)"
  }

  /// What the runtime layer is going to say; nil for nothing.
  static func own(_ path: FieldPath, _ draft: Draft) -> FieldValue? {
    draft.preview.given[path]?.first { $0.layer == .runtime }?.value
  }
}
