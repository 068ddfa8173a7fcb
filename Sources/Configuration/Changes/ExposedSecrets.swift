import Secrets

// Secrets that are about to be written where everyone sees them.
extension FieldChange {
  /// Whether the new value looks like a secret although its field is none for secrets: by its shape, by the name of the field,
  /// or by the key of its entry.
  package func exposesSecret(in kind: Kind) -> Bool {
    guard let new, let description = kind.description(of: path), !description.isSensitive else { return false }
    if path.parts.contains(where: Redaction.holdsKey) { return true }
    guard case .text(let text) = new, !text.isEmpty else { return false }
    if Redaction.holdsKey(text) { return true }
    // One of a few fixed texts is no secret, whatever the field is called.
    guard case .text = description.type else { return false }
    return Redaction.namesSecret(description.name)
  }

  /// The change as the history may keep it: without what looks like a secret.
  package func withoutSecrets(in kind: Kind) -> FieldChange {
    var change = self
    if exposesSecret(in: kind) { change.new = .secret }
    var back = self
    back.new = old
    if back.exposesSecret(in: kind) { change.old = .secret }
    return change
  }
}

extension Finding {
  /// The warning before such a value is written.
  package static func exposedSecret(at path: FieldPath, of wrapper: String, _ kind: Kind) -> Finding {
    let fields = kind.leaves.filter(\.description.isSensitive).map { ShownText.name($0.path.description) }
    let advice = fields.isEmpty ? "a field that is declared sensitive" : fields.joined(separator: " or ")
    return Finding(
      .warning, .standard, layer: .runtime, wrapper: wrapper, path: path,
      "looks like a secret, and everyone sees what this field holds; a secret goes into \(advice)")
  }
}

extension ChangeRequest {
  /// What is wrong with a reason; nil if nothing is. It is kept for good, and everyone may read it.
  package static func fault(ofReason reason: String) -> String? {
    guard Redaction.holdsKey(reason) else { return nil }
    return "the reason looks as if a secret were in it, and the history keeps it for good; write it without"
  }
}
