package parse

// Mask is mask, for the tests.
var Mask = mask
