import Secrets

/// What is to be told in the audit trail: a record without what its place in the trail gives it.
package struct AuditEntry: Sendable, Equatable {
  package var actor: AuditActor
  package var action: AuditAction
  /// The wrapper whose field changed; for a credential its service.
  package var wrapper: String
  /// The path of the field; for a credential its key.
  package var field: String
  /// What the layer held before; nil for nothing.
  package var old: FieldValue?
  /// What it holds now; nil for nothing.
  package var new: FieldValue?
  /// The name of the layer that changed.
  package var layer: String
  /// Why, as the operator said; may be empty.
  package var reason: String
  /// The number of the change that this one takes back.
  package var takesBack: Int?

  package init(
    actor: AuditActor, action: AuditAction, wrapper: String, field: String, old: FieldValue? = nil,
    new: FieldValue? = nil, layer: String, reason: String = "", takesBack: Int? = nil
  ) {
    self.actor = actor
    self.action = action
    self.wrapper = wrapper
    self.field = field
    self.old = old
    self.new = new
    self.layer = layer
    self.reason = reason
    self.takesBack = takesBack
  }

  /// The record that follows on `head`, without what looks like a key.
  package func record(after head: AuditHead, at time: String) -> AuditRecord {
    AuditRecord(
      number: head.number + 1, time: time, actor: actor, action: action, wrapper: wrapper, field: field,
      old: old?.redacted, new: new?.redacted, layer: layer, reason: Redaction.redact(whole: reason),
      takesBack: takesBack, previous: head.hash)
  }
}
