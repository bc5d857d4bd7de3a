package main

import (
	"fmt"

	"frontdesk/knowledge/encoder/weights"
)

// matrix is a matrix of the original, input by output as it is published, with its bias.
type matrix struct {
	in, out int
	weights []float32
	bias    []float32
}

// norm is a layer norm of the original.
type norm struct{ scale, bias []float32 }

// layer is a layer of the original, with the names of weights.Layer.
type layer struct {
	before, middle             norm
	qkv, output, widen, narrow matrix
	shortcut                   *matrix
	factor                     float32
}

// plain is the original, its tensors sorted out.
type plain struct {
	embeddings  []float32
	frequencies []float32
	layers      [2]layer
	last        matrix
}

// finder finds tensors and remembers the first failure.
type finder struct {
	from *original
	err  error
}

func (f *finder) tensor(suffix string, shape ...int) []float32 {
	if f.err != nil {
		return nil
	}
	var numbers []float32
	numbers, f.err = f.from.find(suffix, shape...)
	return numbers
}

func (f *finder) matrix(weights, bias string, in, out int) matrix {
	return matrix{in, out, f.tensor(weights, in, out), f.tensor(bias, out)}
}

func (f *finder) norm(prefix string, width int) norm {
	return norm{
		f.tensor(prefix+"layer_prepostprocess/layer_norm/layer_norm_scale/ConcatPartitions/concat", width),
		f.tensor(prefix+"layer_prepostprocess/layer_norm/layer_norm_bias/ConcatPartitions/concat", width),
	}
}

// layer finds the tensors of a layer whose input has the width given.
func (f *finder) layer(number, width int) layer {
	at := fmt.Sprintf("Encode/Layer_%d/TransformerLayer/", number)
	stack := fmt.Sprintf("Encode/TransformerStack/Layer_%d/TransformerLayer/", number)
	attention := at + "MultiheadAttention/"
	l := layer{
		before: f.norm(at, width),
		qkv: f.matrix(attention+"qkv_transform_single/kernel/part_0",
			attention+"qkv_transform_single/bias/ConcatPartitions/concat", width, 3*width),
		output: f.matrix(attention+"output_transform_single/kernel/part_0",
			attention+"output_transform_single/bias/ConcatPartitions/concat", width, weights.Hidden),
		middle: f.norm(at+"FFN/", weights.Hidden),
		widen: f.matrix(stack+"FFN/conv1/Tensordot/Reshape_1",
			at+"FFN/conv1/bias/ConcatPartitions/concat", weights.Hidden, weights.Inner),
		narrow: f.matrix(stack+"FFN/conv2/Tensordot/Reshape_1",
			at+"FFN/conv2/bias/ConcatPartitions/concat", weights.Inner, weights.Hidden),
	}
	if factor := f.tensor(stack + "MultiheadAttention/mul/y"); f.err == nil {
		l.factor = factor[0]
	}
	if width != weights.Hidden {
		shortcut := f.matrix(at+"dense/kernel/ConcatPartitions/concat", at+"dense/bias/ConcatPartitions/concat", width, weights.Hidden)
		l.shortcut = &shortcut
	}
	return l
}

// plain sorts the tensors out. The embeddings have two rows more than there are pieces, which nothing refers to.
func (o *original) plain() (*plain, error) {
	f := &finder{from: o}
	p := &plain{
		embeddings:  f.tensor("module/Embeddings_en", len(o.pieces)+2, weights.Width),
		frequencies: f.tensor("AddTimingSignal/TimingSignal/ExpandDims_1", weights.Width/2),
		layers:      [2]layer{f.layer(0, weights.Width), f.layer(1, weights.Hidden)},
		last:        f.matrix("tanh_layer_0/weights", "tanh_layer_0/bias", weights.Hidden, weights.Hidden),
	}
	if f.err != nil {
		return nil, f.err
	}
	p.embeddings = p.embeddings[:len(o.pieces)*weights.Width]
	return p, nil
}
