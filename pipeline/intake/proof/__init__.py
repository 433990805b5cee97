"""The form printed from what was read and laid beside the received file: what does not come out again is told."""
