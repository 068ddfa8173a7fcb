import Events
import Monitoring

extension ByteWriter {
  mutating func time(_ value: Timestamp) { fixed(UInt64(bitPattern: value.microseconds)) }

  /// Any number, also one that is none.
  mutating func real(_ value: Double) { fixed(value.bitPattern) }
}

extension ByteReader {
  mutating func time() throws(Damage) -> Timestamp { Timestamp(microseconds: Int64(bitPattern: try fixed())) }

  mutating func real() throws(Damage) -> Double { Double(bitPattern: try fixed()) }
}
