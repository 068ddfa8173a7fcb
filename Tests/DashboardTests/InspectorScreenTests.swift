import Canvas
import Configuration
import Testing

@testable import Dashboard

/// The screens of the inspector.
@Suite("Screens of configurations")
struct InspectorScreenTests {
  private static let small = [(80, 24), (60, 15), (40, 8)]
  private static let two = [(80, 24), (120, 36)]

  @Test func fields() { expectScreens("config", Sample.configured, ascii: true) { $0.press("c") } }
  @Test func fieldsSmall() {
    expectScreens("config-small", Sample.configured, sizes: [(60, 15), (40, 8)]) { $0.press("c") }
  }
  @Test func scrolled() {
    expectScreens("config-scrolled", Sample.configured) { $0.press("c", "G", "k", "k", "k") }
  }
  @Test func aLongValue() {
    expectScreens("config-long", Sample.configured, sizes: Self.two) {
      $0.press("c", "/")
      $0.type("api_endpoint")
      $0.press("enter")
    }
  }
  @Test func aFieldInFull() {
    expectScreens("config-field", Sample.configured, sizes: [(80, 24), (60, 15)]) {
      $0.press("c", "pgdn", "up", "up", "l", "j")
    }
  }
  @Test func aFieldWithAnError() {
    expectScreens("config-error", Sample.configured, ascii: true, sizes: Self.two) {
      $0.press("c", "f")
      for _ in 0..<3 { $0.press("j") }
      $0.wait(seconds: 5)
    }
  }
  @Test func findings() {
    expectScreens("config-findings", Sample.configured, ascii: true) { $0.press("c", "l", "l", "j") }
  }
  @Test func findingsSmall() {
    expectScreens("config-findings-small", Sample.configured, sizes: [(60, 15), (40, 8)]) {
      $0.press("c", "l", "l", "G")
    }
  }
  @Test func nothingWrong() {
    var state = Sample.configuration
    state.resolved.findings = []
    expectScreens("config-no-findings", Sample.with(state), sizes: Self.two) { $0.press("c", "l", "l") }
  }
  @Test func variables() {
    expectScreens("config-variables", Sample.configured) { $0.press("c", "l", "l", "l", "j") }
  }
  @Test func noVariables() {
    var state = Sample.configuration
    state.resolved.variables = []
    expectScreens("config-no-variables", Sample.with(state), sizes: Self.two) { $0.press("c", "l", "l", "l") }
  }
  @Test func files() { expectScreens("config-files", Sample.configured, ascii: true) { $0.press("c", "h") } }
  @Test func rejected() {
    expectScreens("config-rejected", Sample.with(Sample.brokenFile), ascii: true, sizes: Self.two) {
      $0.press("c", "l", "l")
    }
    expectScreens("config-rejected-files", Sample.with(Sample.brokenFile), sizes: Self.small) { $0.press("c", "h") }
  }
  @Test func readOnlyWithoutFiles() {
    var state = Sample.configuration
    state.readOnlyReason = "wraptop was started with --read-only"
    state.environmentName = nil
    state.files = [ConfigurationFileNote(layer: .runtime, path: "/home/ops/runtime.json", exists: false)]
    expectScreens("config-read-only", Sample.with(state), sizes: [(80, 24)]) { $0.press("c", "h") }
  }
  @Test func searching() {
    expectScreens("config-search", Sample.configured, ascii: true) {
      $0.press("c", "/")
      $0.type("mODel")
    }
  }
  @Test func nothingFound() {
    expectScreens("config-search-nothing", Sample.configured, sizes: Self.two) {
      $0.press("c", "f", "/")
      $0.type("no such field")
      $0.press("enter")
    }
  }
  @Test func onlyChanged() {
    expectScreens("config-changed", Sample.configured) {
      $0.press("c", "f")
      $0.wait(seconds: 5)
    }
  }
  @Test func aKindOfTheOperators() {
    expectScreens("config-custom", Sample.configured, sizes: Self.two) {
      $0.press("c", "l", "l", "G", "k", "enter")
    }
  }
  @Test func notConfigured() {
    expectScreens("config-unlisted", Sample.configured, ascii: true, sizes: Self.two) {
      $0.press("G", "c", "j")
    }
  }
  @Test func unknownKind() {
    var state = Sample.configuration
    state.resolved.wrappers["router"]?.kind = "robot"
    expectScreens("config-unknown-kind", Sample.with(state), sizes: Self.two) { $0.press("c") }
  }
  @Test func noneIsKept() { expectScreens("config-none", Sample.with(nil), sizes: Self.small) { $0.press("c") } }
  @Test func noWrapper() {
    expectScreens("config-no-wrapper", Sample.with(ConfigurationState(), Scene()), sizes: [(80, 24)]) { $0.press("c") }
  }
  @Test func hostile() {
    expectScreens("config-hostile", Sample.hostileConfiguration, ascii: true) { $0.press("c", "G") }
    for (place, section) in ["field", "findings", "variables", "files"].enumerated() {
      expectScreens("config-hostile-\(section)", Sample.hostileConfiguration, sizes: [(80, 24)]) {
        $0.press("c", "G", "k")
        for _ in 0...place { $0.press("l") }
      }
    }
  }
}
