"""The verbs: one step of a recommendation a file, one public function each. No step knows another."""
