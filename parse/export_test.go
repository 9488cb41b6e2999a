package parse

// Mask is mask, for the tests.
var Mask = mask

// Indicators are those of pages.
var Indicators = indicators
