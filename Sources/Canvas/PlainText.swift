// Whoever draws also writes numbers.
@_exported import PlainText
