// Watches Jobs and Pods through informers of client-go. Answers each line of JSON with a line of JSON.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

type task struct {
	Do         string `json:"do"`
	KubeConfig string `json:"kubeConfig"`
}

type answer struct {
	Bytes   int64   `json:"bytes"`
	Seconds float64 `json:"seconds"`
}

func main() {
	lines := bufio.NewReader(os.Stdin)
	var before int64
	var cpu float64
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var t task
		must(json.Unmarshal(line, &t))
		var result answer
		switch t.Do {
		case "watch":
			before = heap()
			watch(t.KubeConfig)
		case "memory":
			result.Bytes = heap() - before
		case "cpu":
			now := cpuSeconds()
			result.Seconds = now - cpu
			cpu = now
		}
		text, _ := json.Marshal(result)
		fmt.Println(string(text))
	}
}

func watch(kubeConfig string) {
	config, err := clientcmd.RESTConfigFromKubeConfig([]byte(kubeConfig))
	must(err)
	client, err := kubernetes.NewForConfig(config)
	must(err)
	selected := informers.WithTweakListOptions(func(options *metav1.ListOptions) {
		options.LabelSelector = "identifier"
	})
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace("default"), selected)
	seen := 0
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { seen++ },
		UpdateFunc: func(any, any) { seen++ },
	}
	_, err = factory.Batch().V1().Jobs().Informer().AddEventHandler(handler)
	must(err)
	_, err = factory.Core().V1().Pods().Informer().AddEventHandler(handler)
	must(err)
	factory.Start(make(chan struct{}))
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
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
