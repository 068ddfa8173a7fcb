import Events

/// A key with its value in one call. What is nil is written as null, so that every key is always there.
extension JSONWriter {
  package mutating func field(_ key: String, _ value: Bool) {
    self.key(key)
    self.value(value)
  }

  package mutating func field<Number: BinaryInteger>(_ key: String, _ value: Number?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  package mutating func field(_ key: String, _ value: Double?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  package mutating func field(_ key: String, _ value: String?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  package mutating func field(_ key: String, _ value: Timestamp?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  package mutating func field(_ key: String, _ value: Money?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  package mutating func objectField(_ key: String, _ content: (inout JSONWriter) -> Void) {
    self.key(key)
    object(content)
  }

  package mutating func arrayField(_ key: String, _ content: (inout JSONWriter) -> Void) {
    self.key(key)
    array(content)
  }
}
