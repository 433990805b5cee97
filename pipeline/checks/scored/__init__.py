"""What a reviewer checks on a scored form: weights, scores, results, causes."""
