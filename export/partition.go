package export

import "context"

func (j *job) writePartitions(ctx context.Context) ([]File, error) { return nil, nil }
