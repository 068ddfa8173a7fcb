/// What is to become of one value in the runtime layer.
package struct FieldChange: Sendable, Equatable, Codable {
  package var wrapper: String
  package var path: FieldPath
  /// What the layer says now; nil for nothing.
  package var old: FieldValue?
  /// What it is to say; nil to take it out. A new secret goes into the credential store; here is the reference to it.
  package var new: FieldValue?

  package init(wrapper: String, path: FieldPath, old: FieldValue?, new: FieldValue?) {
    self.wrapper = wrapper
    self.path = path
    self.old = old
    self.new = new
  }
}

/// Which content of a file is meant: that which it had when it was read.
package enum FileVersion: Sendable, Hashable, Codable {
  /// There was no file.
  case absent
  /// The SHA-256 of its bytes, as 64 hexadecimal digits in lower case.
  case content(hash: String)
}
