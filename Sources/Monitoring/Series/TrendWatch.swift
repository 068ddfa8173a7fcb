struct TrendWatch: Sendable {}
