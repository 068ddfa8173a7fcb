import Alerting
import Testing

@Suite struct AlertSeverityTests {
  @Test func whatMattersMoreIsGreater() {
    #expect(AlertSeverity.allCases == AlertSeverity.allCases.sorted())
    #expect(AlertSeverity.critical > .error && AlertSeverity.warning > .info)
  }
}
