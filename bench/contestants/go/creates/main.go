// Creates Jobs through client-go, without its rate limit. Answers each line of JSON with a line of JSON.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	typedbatchv1 "k8s.io/client-go/kubernetes/typed/batch/v1"
	"k8s.io/client-go/tools/clientcmd"
)

type task struct {
	Job      *batchv1.Job `json:"job"`
	Prefix   string       `json:"prefix"`
	Count    int64        `json:"count"`
	InFlight int          `json:"inFlight"`
}

type answer struct {
	Seconds    float64 `json:"seconds"`
	CPUSeconds float64 `json:"cpuSeconds"`
	Error      string  `json:"error,omitempty"`
}

func main() {
	jobs := connect()
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		result, err := run(jobs, line)
		if err != nil {
			result.Error = err.Error()
		}
		text, _ := json.Marshal(result)
		fmt.Println(string(text))
	}
}

func connect() typedbatchv1.JobInterface {
	var target struct {
		KubeConfig string `json:"kubeConfig"`
	}
	must(json.Unmarshal([]byte(os.Getenv("BENCH_TARGET")), &target))
	config, err := clientcmd.RESTConfigFromKubeConfig([]byte(target.KubeConfig))
	must(err)
	config.QPS = -1
	client, err := kubernetes.NewForConfig(config)
	must(err)
	return client.BatchV1().Jobs("default")
}

func run(jobs typedbatchv1.JobInterface, line []byte) (answer, error) {
	var t task
	if err := json.Unmarshal(line, &t); err != nil {
		return answer{}, err
	}
	options := metav1.CreateOptions{FieldManager: "bench", FieldValidation: "Strict"}
	started, cpu := time.Now(), cpuSeconds()
	var next atomic.Int64
	var failure atomic.Value
	var workers sync.WaitGroup
	for range t.InFlight {
		workers.Go(func() {
			for {
				number := next.Add(1) - 1
				if number >= t.Count {
					return
				}
				created, err := jobs.Create(context.Background(), named(t.Job, fmt.Sprintf("%s-%d", t.Prefix, number)), options)
				if err == nil && len(created.UID) < 30 {
					err = fmt.Errorf("no uid")
				}
				if err != nil {
					failure.CompareAndSwap(nil, err)
					return
				}
			}
		})
	}
	workers.Wait()
	if err, failed := failure.Load().(error); failed {
		return answer{}, err
	}
	return answer{Seconds: time.Since(started).Seconds(), CPUSeconds: cpuSeconds() - cpu}, nil
}

// The Job of one run.
func named(job *batchv1.Job, name string) *batchv1.Job {
	made := job.DeepCopy()
	made.Name = name
	made.Labels["flow_run_id"] = name
	return made
}

func cpuSeconds() float64 {
	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
