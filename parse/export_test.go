package parse

// Indicators are those of pages.
var Indicators = indicators
