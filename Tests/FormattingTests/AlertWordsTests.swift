import Alerting
import Events
import Snapshots
import Testing

@testable import Formatting

@Suite struct AlertWordsTests {
  private static let now = Timestamp(seconds: 1_767_364_327)

  private func item(_ state: Alert.State, _ change: (inout AlertsState.Item) -> Void = { _ in }) -> AlertsState.Item {
    let reading = AlertReading(metric: "error_rate", value: 0.2, comparison: .above, threshold: 0.1)
    var item = AlertsState.Item(
      alert: Alert(
        id: "1", rule: "r", subject: .system, severity: .error, state: state, since: Self.now, reading: reading))
    change(&item)
    return item
  }

  private func delivery(_ item: AlertsState.Item, hasChannels: Bool = true) -> String {
    DeliveryText.of(item, hasChannels: hasChannels, clock: { $0.clock + "Z" }) {
      "\(($0.seconds - Self.now.seconds) / 60)m"
    }
  }

  @Test func whatBecameOfTheNews() {
    let later = Self.now.advanced(seconds: 480)
    #expect(delivery(item(.firing)) == "nobody is told yet")
    #expect(delivery(item(.firing), hasChannels: false) == "no channel is set up")
    #expect(delivery(item(.pending)) == "not sent: pending")
    #expect(delivery(item(.firing) { $0.heldBack = .cooldown(until: later) }) == "waits 8m more (cooldown)")
    #expect(delivery(item(.firing) { $0.heldBack = .worseAlert }) == "held back: worse alert")
    #expect(delivery(item(.silenced) { $0.alert.silencedUntil = later }) == "silenced until 14:40:07Z")
    let told = item(.firing) { $0.told = ["b": Self.now, "a": later, "c": Self.now] }
    #expect(delivery(told) == "told b 14:32:07Z, c 14:32:07Z, a 14:40:07Z")
    #expect(
      delivery(
        item(.silenced) {
          $0.alert.silencedUntil = later
          $0.told = ["a": Self.now]
        }) == "silenced until 14:40:07Z; told a 14:32:07Z")
  }

  @Test func howChannelsFare() {
    var channel = AlertsState.Channel(name: "a", kind: "slack")
    #expect(DeliveryText.of(channel) { $0.clock } == ["nothing delivered yet"])
    channel.waiting = 1_200
    channel.undeliverable = 1
    channel.problem = "HTTP 503"
    channel.lastDelivered = Self.now
    #expect(
      DeliveryText.of(channel) { $0.clock } == [
        "failing: HTTP 503", "1 undeliverable", "1,200 waiting", "last delivered 14:32:07",
      ])
  }

  @Test func whoTakesCareAndHowItEnded() {
    let acknowledged = item(.acknowledged) {
      $0.alert.acknowledgement = Alert.Acknowledgement(by: "ops", at: Self.now, note: "a deploy")
    }
    #expect(acknowledged.alert.care { $0.clock } == "ops since 14:32:07: a deploy")
    #expect(item(.firing).alert.care { $0.clock } == nil)
    #expect(item(.firing).alert.end == nil)
    let over = item(.resolved) {
      $0.alert.firedAt = Self.now
      $0.alert.resolvedAt = Self.now.advanced(seconds: 720)
      $0.alert.ending = .recovered
    }
    #expect(over.alert.end == "recovered, after 12m00s")
  }

  @Test func whatASilenceHoldsBack() {
    #expect(Silence.scope(rule: nil, subject: nil) == "every alert")
    #expect(Silence.scope(rule: "r", subject: nil) == "r everywhere")
    #expect(Silence.scope(rule: nil, subject: "w") == "everything of w")
    #expect(Silence.scope(rule: "r", subject: "w") == "r of w")
  }
}
