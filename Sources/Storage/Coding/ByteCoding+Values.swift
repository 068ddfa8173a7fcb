import Events
import Monitoring

extension ByteWriter {
  mutating func time(_ value: Timestamp) { fixed(UInt64(bitPattern: value.microseconds)) }

  /// Any number, also one that is none.
  mutating func real(_ value: Double) { fixed(value.bitPattern) }

  mutating func pricing(_ value: Pricing) {
    switch value {
    case .none: byte(0)
    case .unpriced(let tokens):
      byte(1)
      varint(tokens)
    case .estimated(let cost):
      byte(2)
      for part in [cost.input, cost.cacheRead, cost.cacheWrite, cost.output, cost.requests] { signed(part) }
    }
  }
}

extension ByteReader {
  mutating func time() throws(Damage) -> Timestamp { Timestamp(microseconds: Int64(bitPattern: try fixed())) }

  mutating func real() throws(Damage) -> Double { Double(bitPattern: try fixed()) }

  mutating func pricing() throws(Damage) -> Pricing {
    switch try byte() {
    case 0: return .none
    case 1: return .unpriced(tokens: try varint())
    case 2:
      return .estimated(
        CostEstimate(
          input: try signed64(), cacheRead: try signed64(), cacheWrite: try signed64(), output: try signed64(),
          requests: try signed64()))
    default: throw Damage()
    }
  }
}
