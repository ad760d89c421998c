"""Pure signal processing: types, chunk-exact filters, crossings, and the detector contract."""
